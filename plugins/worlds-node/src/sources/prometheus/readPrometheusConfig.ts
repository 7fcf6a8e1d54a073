import { RootConfigService } from '@backstage/backend-plugin-api';
import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';

/** Where Prometheus (or what answers like it) is, and how to ask it. */
export interface PrometheusConfig {
  title: string;
  /** Without a slash at its end; `/api/v1/...` follows. */
  baseUrl: string;
  /** What every request carries; may hold secrets. */
  headers: Readonly<Record<string, string>>;
  timeoutMs: number;
  /** Questions that are asked at the same time. */
  maxConcurrent: number;
  maxResponseBytes: number;
  /**
   * Label that names the cluster of a series; undefined: all series are of one
   * cluster, and none carries such a label.
   */
  clusterLabel: string | undefined;
  /** What clusters are called in that label, where it is not their own name. */
  clusterValues: Readonly<Record<string, string>>;
}

const ROOT = 'worldscale.prometheus';
const LABEL = /^[a-zA-Z_]\w*$/;

/** Longer than most questions take, shorter than people wait. */
const DEFAULT_TIMEOUT_MS = 20_000;
/** A third of the queries that Prometheus evaluates at once by default (20). */
const DEFAULT_CONCURRENT = 6;
/** Some 300,000 samples: more than any view shows. */
const DEFAULT_RESPONSE_BYTES = 16 * 1024 * 1024;

/**
 * The config below `worldscale.prometheus`; undefined where there is none.
 *
 * @throws InputError that names what is wrong; never a secret
 */
export function readPrometheusConfig(
  root: RootConfigService,
): PrometheusConfig | undefined {
  const config = root.getOptionalConfig(ROOT);
  if (!config) return undefined;
  const clusterLabel = config.has('clusterLabel')
    ? readText(config, 'clusterLabel')
    : 'cluster';
  if (clusterLabel && !LABEL.test(clusterLabel)) {
    throw new InputError(
      `Invalid config: '${ROOT}.clusterLabel' is '${clusterLabel}', which cannot be the name of a label`,
    );
  }
  return {
    title: config.getOptionalString('title') ?? 'Prometheus',
    baseUrl: readBaseUrl(config),
    headers: readHeaders(config),
    timeoutMs: config.has('timeout')
      ? durationToMilliseconds(
          readDurationFromConfig(config, { key: 'timeout' }),
        )
      : DEFAULT_TIMEOUT_MS,
    maxConcurrent: readCount(config, 'maxConcurrent', DEFAULT_CONCURRENT),
    maxResponseBytes: readCount(
      config,
      'maxResponseBytes',
      DEFAULT_RESPONSE_BYTES,
    ),
    clusterLabel: clusterLabel || undefined,
    clusterValues: readTexts(config, 'clusterValues'),
  };
}

/** A text that may be empty, which Backstage's reader refuses. */
function readText(config: Config, key: string): string {
  const value: unknown = config.get(key);
  if (typeof value === 'string') return value;
  throw new InputError(`Invalid config: '${ROOT}.${key}' must be a text`);
}

function readTexts(config: Config, key: string): Record<string, string> {
  const part = config.getOptionalConfig(key);
  return Object.fromEntries(
    (part?.keys() ?? []).map(name => [name, part?.getString(name) ?? '']),
  );
}

function readBaseUrl(config: Config): string {
  const text = config.getString('baseUrl');
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new InputError(`Invalid config: '${ROOT}.baseUrl' is not an address`);
  }
  if (!['http:', 'https:'].includes(url.protocol) || url.search || url.hash) {
    throw new InputError(
      `Invalid config: '${ROOT}.baseUrl' must begin with http:// or https:// and end with the path`,
    );
  }
  if (url.username || url.password) {
    throw new InputError(
      `Invalid config: '${ROOT}.baseUrl' holds credentials; they belong below '${ROOT}.basicAuth'`,
    );
  }
  return text.replace(/\/+$/, '').replace(/\/api\/v1$/, '');
}

function readHeaders(config: Config): Record<string, string> {
  const headers = readTexts(config, 'headers');
  const bearer = config.getOptionalString('bearerToken');
  const basic = config.getOptionalConfig('basicAuth');
  const named = Object.keys(headers).some(name =>
    /^authorization$/i.test(name),
  );
  if ([bearer, basic, named].filter(Boolean).length > 1) {
    throw new InputError(
      `Invalid config: '${ROOT}' may have one of bearerToken, basicAuth and a header Authorization`,
    );
  }
  if (bearer) headers.Authorization = `Bearer ${bearer}`;
  if (basic) {
    const pair = `${basic.getString('username')}:${basic.getString(
      'password',
    )}`;
    headers.Authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  return headers;
}

function readCount(config: Config, key: string, fallback: number): number {
  const value = config.getOptionalNumber(key) ?? fallback;
  if (Number.isInteger(value) && value > 0) return value;
  throw new InputError(
    `Invalid config: '${ROOT}.${key}' must be a whole number above 0`,
  );
}
