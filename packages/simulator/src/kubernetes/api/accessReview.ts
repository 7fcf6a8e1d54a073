import { ApiError, simulatedUser } from '../ApiError';
import { textAt, valueAt } from '../fields';
import { ResourceType } from './resourceTypes';

/** Largest review that is read; real ones are some hundred bytes. */
export const maxReviewBytes = 64 * 1024;

const readVerbs = ['get', 'list', 'watch'];

const reviewKinds: Record<string, string | undefined> = {
  'authentication.k8s.io/v1/selfsubjectreviews': 'SelfSubjectReview',
  'authorization.k8s.io/v1/localsubjectaccessreviews':
    'LocalSubjectAccessReview',
  'authorization.k8s.io/v1/selfsubjectaccessreviews': 'SelfSubjectAccessReview',
  'authorization.k8s.io/v1/selfsubjectrulesreviews': 'SelfSubjectRulesReview',
  'authorization.k8s.io/v1/subjectaccessreviews': 'SubjectAccessReview',
};

/**
 * Answers the reviews of authorization.k8s.io and authentication.k8s.io: whoever
 * holds the token reads everything but secrets and writes nothing.
 *
 * @returns undefined where the path names no review
 * @throws ApiError (rejects) 400 where the body is not such a review
 */
export function reviewAccess(
  types: readonly ResourceType[],
  path: { group: string; version: string; plural: string },
  readBody: () => Promise<unknown>,
): Promise<object> | undefined {
  const kind = reviewKinds[`${path.group}/${path.version}/${path.plural}`];
  return kind === undefined
    ? undefined
    : readBody().then(body => answerReview(types, path, kind, body));
}

function answerReview(
  types: readonly ResourceType[],
  path: { group: string; version: string },
  kind: string,
  body: unknown,
): object {
  const apiVersion = `${path.group}/${path.version}`;
  const given = textAt(body, 'kind');
  if (given !== undefined && given !== kind) {
    throw ApiError.badRequest(
      `the kind in the data (${given}) does not match the expected kind (${kind})`,
    );
  }
  const metadata = { creationTimestamp: null };
  const spec = valueAt(body, 'spec') ?? {};
  switch (kind) {
    case 'SelfSubjectReview':
      return {
        kind,
        apiVersion,
        metadata,
        status: {
          userInfo: {
            username: simulatedUser,
            groups: ['system:authenticated'],
          },
        },
      };
    case 'SelfSubjectRulesReview':
      return { kind, apiVersion, metadata, spec, status: rules(types) };
    default:
      return { kind, apiVersion, metadata, spec, status: decide(types, spec) };
  }
}

function decide(types: readonly ResourceType[], spec: unknown) {
  const resource = valueAt(spec, 'resourceAttributes');
  const nonResource = valueAt(spec, 'nonResourceAttributes');
  if (!resource && !nonResource) {
    throw ApiError.badRequest(
      'spec: exactly one of nonResourceAttributes or resourceAttributes must be specified',
    );
  }
  const verb = textAt(resource ?? nonResource, 'verb') ?? '*';
  const plural = textAt(resource, 'resource');
  const group = textAt(resource, 'group') ?? '';
  const hidden = types.some(
    type => !type.readable && type.plural === plural && type.group === group,
  );
  const allowed = readVerbs.includes(verb) && !hidden && plural !== '*';
  return {
    allowed,
    ...(!allowed && { reason: 'the simulated cluster is read-only' }),
  };
}

function rules(types: readonly ResourceType[]) {
  const groups = new Map<string, string[]>();
  for (const type of types) {
    if (!type.readable) continue;
    groups.set(type.group, [...(groups.get(type.group) ?? []), type.plural]);
  }
  return {
    resourceRules: [...groups].map(([group, resources]) => ({
      verbs: readVerbs,
      apiGroups: [group],
      resources: [...new Set(resources)],
    })),
    nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['*'] }],
    incomplete: false,
  };
}
