/** An OpenSLO file with a service and one SLO on counters of the simulated world. */
export function sloFile(
  name: string,
  more: {
    target?: number;
    window?: string;
    codes?: string;
    method?: string;
    annotations?: Record<string, string>;
    calendar?: { startTime: string; timeZone: string };
  } = {},
): string {
  const { target = 0.999, window = '1d', codes = '5..', calendar } = more;
  const annotations = Object.entries({
    'worldscale.io/burn-alerts': 'page 14.4x 1h/5m for 2m',
    ...more.annotations,
  }).map(([key, value]) => `    ${key}: ${JSON.stringify(value)}`);
  const isSliced = more.method !== undefined && more.method !== 'Occurrences';
  return `apiVersion: openslo/v1
kind: Service
metadata:
  name: ${name}
spec: {}
---
apiVersion: openslo/v1
kind: SLO
metadata:
  name: ${name}-availability
  displayName: '${name}: availability'
  annotations:
${annotations.join('\n')}
spec:
  service: ${name}
  indicator:
    metadata: { name: ${name}-availability }
    spec:
      ratioMetric:
        counter: true
        bad:
          metricSource:
            type: Prometheus
            spec: { query: 'http_requests_total{service="${name}",code=~"${codes}"}' }
        total:
          metricSource:
            type: Prometheus
            spec: { query: 'http_requests_total{service="${name}"}' }
  timeWindow:
    - duration: ${window}
      isRolling: ${calendar === undefined}
${
  calendar
    ? `      calendar: { startTime: '${calendar.startTime}', timeZone: '${calendar.timeZone}' }\n`
    : ''
}  budgetingMethod: ${more.method ?? 'Occurrences'}
  objectives:
    - target: ${target}
${isSliced ? '      timeSliceWindow: 5m\n      timeSliceTarget: 0.99\n' : ''}`;
}
