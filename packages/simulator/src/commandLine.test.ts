import { parseCommandLine, UsageError } from './commandLine';

describe('parseCommandLine', () => {
  it('has defaults for everything', () => {
    expect(parseCommandLine([])).toMatchObject({
      help: false,
      scenario: 'ordinary',
      seed: 1,
      token: 'simulated',
      ports: { admin: 7100, forge: 7101, prometheus: 7102, kubernetes: 7111 },
      isClockManual: false,
      rules: [],
    });
  });

  it('reads all options', () => {
    expect(
      parseCommandLine([
        '--scenario=large',
        '--seed=7',
        '--admin-port=0',
        '--forge-port=0',
        '--prometheus-port',
        '0',
        '--kubernetes-port=0',
        '--token=t',
        '--manual-clock',
        '--movable-clock',
        '--at=2026-11-20T20:00:00Z',
        '--anchor=2026-11-19T20:00:00Z',
        '--catalog=catalog',
        '--data=data',
        '--rules=http://a/',
        '--rules=http://b/',
        '--write-config=c.yaml',
        '--write-kubeconfig=k',
      ]),
    ).toEqual({
      help: false,
      scenario: 'large',
      seed: 7,
      ports: { admin: 0, forge: 0, prometheus: 0, kubernetes: 0 },
      token: 't',
      isClockManual: true,
      isClockMovable: true,
      startMs: Date.UTC(2026, 10, 20, 20),
      anchorMs: Date.UTC(2026, 10, 19, 20),
      catalog: 'catalog',
      data: 'data',
      rules: ['http://a/', 'http://b/'],
      writeConfig: 'c.yaml',
      writeKubeconfig: 'k',
    });
  });

  it.each([
    [
      ['--scenario', 'flood'],
      /no scenario 'flood'. Known: ordinary, launch-day/,
    ],
    [['--seed', 'x'], /--seed must be a whole number/],
    [['--admin-port', '70000'], /--admin-port .* from 0 to 65535/],
    [['--admin-port', '-1'], /admin-port/],
    [['--kubernetes-port', '65532'], /from 0 to 65531/],
    [['--forge-port', '7100'], /Port 7100 is wanted twice/],
    [['--admin-port', '7114'], /Port 7114 is wanted twice/],
    [['--token', ''], /--token must not be empty/],
    [['--at', '2026-11-20T20:00:00Z'], /--at needs --manual-clock/],
    [['--manual-clock', '--at', 'soon'], /--at must be an instant/],
    [['--anchor', 'soon'], /--anchor must be an instant/],
    [['--colour', 'red'], /--colour/],
    [['extra'], /extra/],
  ])('refuses %j', (args, message) => {
    expect(() => parseCommandLine(args)).toThrow(UsageError);
    expect(() => parseCommandLine(args)).toThrow(message);
  });
});
