import { mockServices } from '@backstage/backend-test-utils';
import { SignalsService } from '@backstage/plugin-signals-node';
import { signalKeyOf } from '@worldscale/backstage-plugin-scaling-common';
import { ChangeSignals } from './ChangeSignals';

describe('ChangeSignals', () => {
  const publish = jest.fn(async () => {});
  let signals: ChangeSignals;

  beforeEach(() => {
    jest.useFakeTimers();
    publish.mockClear();
    signals = new ChangeSignals({
      signals: { publish } as unknown as SignalsService,
      logger: mockServices.logger.mock(),
    });
  });
  afterEach(() => {
    signals.stop();
    jest.useRealTimers();
  });

  const sent = (changed: string[] | true) => ({
    recipients: { type: 'broadcast' },
    channel: 'scaling:services',
    message: { changed },
  });

  it('tells what changed within a second at once, each service one time', () => {
    signals.changed(['component:default/a', 'component:default/b']);
    signals.changed(['component:default/a']);
    expect(publish).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1_000);
    const keys = ['component:default/a', 'component:default/b'].map(
      signalKeyOf,
    );
    expect(publish.mock.calls).toEqual([[sent(keys)]]);
    signals.changed(['component:default/c']);
    jest.advanceTimersByTime(1_000);
    expect(publish).toHaveBeenLastCalledWith(
      sent([signalKeyOf('component:default/c')]),
    );
  });

  it('names none where there are too many', () => {
    signals.changed(Array.from({ length: 3_000 }, (_, i) => `component:${i}`));
    jest.advanceTimersByTime(1_000);
    expect(publish.mock.calls).toEqual([[sent(true)]]);
  });

  it('is silent where nothing changed, and after its end', () => {
    signals.changed([]);
    jest.advanceTimersByTime(10_000);
    signals.changed(['component:default/a']);
    signals.stop();
    jest.advanceTimersByTime(10_000);
    expect(publish).not.toHaveBeenCalled();
  });
});
