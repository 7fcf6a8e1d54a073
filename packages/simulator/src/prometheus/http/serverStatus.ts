import { stringify } from 'yaml';
import { Clock } from '../../Clock';
import { formatDuration } from '../promql/duration';
import { Answer } from './respond';

interface Settings {
  clock: Clock;
  scrapeIntervalMs: number;
  evaluationIntervalMs: number;
  dialect: 2 | 3;
  ruleFiles: readonly string[];
}

/** The release whose interface is spoken; clients choose features by it. */
const versions = { 2: '2.55.0', 3: '3.5.0' };

/** What a Prometheus tells of itself: `/api/v1/status/...` */
export function serverStatus(settings: Settings): Record<string, () => Answer> {
  const startedAt = new Date(settings.clock.now()).toISOString();
  return {
    'status/buildinfo': () => ({
      data: {
        version: versions[settings.dialect],
        revision: 'simulated',
        branch: 'simulated',
        buildUser: '',
        buildDate: '',
        goVersion: '',
      },
    }),
    'status/config': () => ({
      data: {
        yaml: stringify({
          global: {
            scrape_interval: formatDuration(settings.scrapeIntervalMs),
            evaluation_interval: formatDuration(settings.evaluationIntervalMs),
          },
          rule_files: settings.ruleFiles.map(hideCredentials),
        }),
      },
    }),
    'status/runtimeinfo': () => ({
      data: {
        startTime: startedAt,
        CWD: '/',
        reloadConfigSuccess: true,
        storageRetention: '90d',
      },
    }),
  };
}

function hideCredentials(file: string): string {
  return file.replace(/^(https?:\/\/)[^/@]+@/, '$1<secret>@');
}
