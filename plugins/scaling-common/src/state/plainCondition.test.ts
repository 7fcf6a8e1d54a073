import { plainCondition } from './plainCondition';
import { plainGo } from './plainGo';

const prefix = 'the HPA was unable to compute the replica count: ';
const selector =
  '&LabelSelector{MatchLabels:map[string]string{scaledobject.keda.sh/name: aurora-matchmaker,},MatchExpressions:[]LabelSelectorRequirement{},}';

describe('plainCondition', () => {
  it.each([
    [
      'FailedGetResourceMetric',
      `${prefix}failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)`,
      "cpu cannot be read, because the cluster's metrics API (metrics.k8s.io) is not installed",
    ],
    [
      'FailedGetResourceMetric',
      `${prefix}failed to get memory utilization: unable to get metrics for resource memory: no metrics returned from resource metrics API`,
      "memory cannot be read, because the cluster's metrics API (metrics.k8s.io) has no values for it",
    ],
    [
      'FailedGetResourceMetric',
      `${prefix}failed to get cpu utilization: missing request for cpu in container app of Pod gateway-7f-abc`,
      'cpu cannot be read, because container app of pod gateway-7f-abc requests no cpu, so there is nothing to compare with',
    ],
    [
      'FailedGetResourceMetric',
      `${prefix}failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)`,
      'cpu cannot be read, because none of its pods sends values; they may not be ready',
    ],
    [
      'FailedGetExternalMetric',
      `${prefix}unable to get external metric aurora/s0-prometheus/${selector}: unable to fetch metrics from external metrics API: the server is currently unable to handle the request (get s0-prometheus.external.metrics.k8s.io)`,
      's0-prometheus cannot be read, because the API of external metrics (external.metrics.k8s.io) does not answer',
    ],
    [
      'FailedGetExternalMetric',
      `${prefix}unable to get external metric aurora/s0-prometheus/${selector}: unable to fetch metrics from external metrics API: rpc error: code = Unknown desc = error when getting metric values: 502 from the store`,
      's0-prometheus cannot be read (error when getting metric values: 502 from the store)',
    ],
    [
      'FailedGetObjectMetric',
      `${prefix}unable to get metric queue_length: Service on aurora chat/unable to fetch metrics from custom metrics API: the server could not find the metric queue_length for services chat`,
      'queue_length cannot be read, because the API of custom metrics (custom.metrics.k8s.io) does not know it',
    ],
    [
      'FailedGetPodsMetric',
      `${prefix}unable to get metric sessions: unable to fetch metrics from custom metrics API: pods.custom.metrics.k8s.io is forbidden: User "system:serviceaccount:kube-system:horizontal-pod-autoscaler" cannot list`,
      'sessions cannot be read, because the autoscaler may not ask the API of custom metrics (custom.metrics.k8s.io)',
    ],
    [
      'FailedGetScale',
      'the HPA controller was unable to get the target\'s current scale: deployments.apps "gateway" not found',
      'its target gateway does not exist',
    ],
    [
      'FailedUpdateScale',
      'the HPA controller was unable to update the target scale: Operation cannot be fulfilled on deployments.apps "gateway": the object has been modified',
      'the new size is refused: Operation cannot be fulfilled on deployments.apps "gateway": the object has been modified',
    ],
    [
      'AmbiguousSelector',
      'pods by selector app=gateway are controlled by multiple HPAs: [aurora/one aurora/two]',
      'several autoscalers (aurora/one and aurora/two) claim the same pods',
    ],
    [
      'ProgressDeadlineExceeded',
      'ReplicaSet "gateway-7f" has timed out progressing.',
      'ReplicaSet gateway-7f has timed out',
    ],
    [
      'SomethingNew',
      `found ${selector} at 0xc0004a6120: <nil>`,
      'found scaledobject.keda.sh/name=aurora-matchmaker at',
    ],
  ])('puts %s in words', (reason, message, clause) => {
    expect(plainCondition({ reason, message })).toEqual({
      clause,
      detail: `${reason}: ${message}`,
    });
  });

  it('uses the name that people know of the metric', () => {
    const message = `${prefix}unable to get external metric aurora/s0-prometheus/${selector}: unable to fetch metrics from external metrics API: nobody`;
    expect(
      plainCondition({ reason: 'FailedGetExternalMetric', message }, 'players')
        .clause,
    ).toBe('players cannot be read (nobody)');
  });

  it('says the reason where there is no message, and nothing where there is neither', () => {
    expect(plainCondition({ reason: 'Paused', message: '' })).toEqual({
      clause: 'Paused',
      detail: 'Paused',
    });
    expect(plainCondition({ reason: '', message: ' ' })).toEqual({
      clause: '',
      detail: '',
    });
  });
});

describe('plainGo', () => {
  it.each([
    ['nothing to do: all is well.', 'nothing to do: all is well'],
    [
      'selector map[app:gateway tier:edge] matches',
      'selector app=gateway, tier=edge matches',
    ],
    ['of &v1.ObjectReference{Kind:"Pod", Name:"a"} here', 'of here'],
    ['[]string{"a", "b"} left', 'left'],
    ['broken &LabelSelector{MatchLabels:map[string]string{a: b', 'broken'],
    ['failed: (*errors.errorString)(0xc000012345)', 'failed'],
    ['says \\"no\\"', 'says "no"'],
    ['a set {1,2} and [x] stay', 'a set {1,2} and [x] stay'],
  ])('reads %s', (text, expected) => {
    expect(plainGo(text)).toBe(expected);
  });
});
