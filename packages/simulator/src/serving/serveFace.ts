import { Faults } from './Faults';
import { FaceServer, FaceServerOptions } from './FaceServer';
import { ErrorFormat, withFaults } from './withFaults';

export interface FaceOptions extends FaceServerOptions {
  faults: Faults;
  formatError: ErrorFormat;
}

/** A face on its port, with faults in front of it. */
export interface ServedFace {
  name: string;
  url: string;
  /** What does not answer for a reason of the world's own, besides its faults. */
  setReachable(isReachable: boolean): void;
  close(): Promise<void>;
}

/** @throws PortError where the port cannot be had */
export async function serveFace(options: FaceOptions): Promise<ServedFace> {
  const { name, faults, formatError, handler } = options;
  const server = await FaceServer.listen({
    ...options,
    handler: withFaults(name, faults, formatError, handler),
  });
  let isReachable = true;
  const refuse = () =>
    server.refuse(!isReachable || faults.find(name, 'refuse') !== undefined);
  const forgetFaults = faults.onChange(face => face === name && refuse());
  return {
    name,
    url: server.url,
    setReachable: reachable => {
      isReachable = reachable;
      refuse();
    },
    close: () => {
      forgetFaults();
      return server.close();
    },
  };
}
