import { parseLabelSelector } from './labelSelector';

const matches = (selector: string, labels: Record<string, string>) =>
  parseLabelSelector(selector)?.(labels) ?? true;

describe('parseLabelSelector', () => {
  it.each([
    ['', {}, true],
    ['app=gateway', { app: 'gateway' }, true],
    ['app==gateway', { app: 'chat' }, false],
    ['app = gateway', { app: 'gateway' }, true],
    ['app!=gateway', { app: 'chat' }, true],
    ['app!=gateway', {}, true],
    ['app', { app: '' }, true],
    ['app', {}, false],
    ['!app', {}, true],
    ['! app', { app: 'x' }, false],
    ['app in (chat, gateway)', { app: 'gateway' }, true],
    ['app in (chat,gateway)', {}, false],
    ['app notin (chat,gateway)', { app: 'identity' }, true],
    ['app notin (chat,gateway)', {}, true],
    ['app notin (chat)', { app: 'chat' }, false],
    ['app in ()', { app: '' }, true],
    ['build>7', { build: '8' }, true],
    ['build>7', { build: '7' }, false],
    ['build<7', { build: '6' }, true],
    ['build<7', { build: 'new' }, false],
    ['app=gateway,tier in (a,b),!old', { app: 'gateway', tier: 'b' }, true],
    ['app=gateway,tier in (a,b),!old', { app: 'gateway', tier: 'c' }, false],
    [
      'backstage.io/kubernetes-id=aurora-gateway',
      { 'backstage.io/kubernetes-id': 'aurora-gateway' },
      true,
    ],
    ['app=', { app: '' }, true],
    ['app=', {}, false],
  ])('applies %p to %p', (selector, labels, expected) => {
    expect(matches(selector, labels as Record<string, string>)).toBe(expected);
  });

  it.each([
    'app in chat',
    'app in (chat',
    'app)',
    'app in ((chat))',
    '=gateway',
    'app=a b',
    'bad key=1',
    '-app',
    'a,,b',
    'app=_x',
    `app=${'x'.repeat(64)}`,
    'build>many',
    'Example.com/app=1',
  ])('refuses %p with 400', selector => {
    expect(() => parseLabelSelector(selector)).toThrow(
      expect.objectContaining({
        code: 400,
        message: expect.stringMatching(/^unable to parse requirement: /),
      }),
    );
  });
});
