import { Work } from '../evaluation/Work';
import { QueryEngine } from '../QueryEngine';
import { Params, refuseParam } from './params';
import { Answer, instantData, limited, rangeData } from './respond';

function answer(
  data: { resultType: string; result: unknown },
  limit: number,
  work: Work,
): Answer {
  const warnings = [...work.warnings];
  const many = data.resultType === 'vector' || data.resultType === 'matrix';
  if (!many || !Array.isArray(data.result)) return { data, warnings };
  const [result, truncation] = limited(data.result, limit);
  return { data: { ...data, result }, warnings: [...warnings, ...truncation] };
}

function timeoutOf(params: Params): number | undefined {
  return params.text('timeout') ? params.durationMs('timeout') : undefined;
}

/** `/api/v1/query` */
export async function instantQuery(
  engine: QueryEngine,
  params: Params,
  onWork: (work: Work) => void,
): Promise<Answer> {
  const limit = params.limit();
  const atMs = params.timeMs('time', engine.options.clock.now());
  const work = engine.newWork(timeoutOf(params));
  onWork(work);
  const result = await engine.instant(params.text('query'), atMs, work);
  return answer(instantData(result, atMs), limit, work);
}

/** `/api/v1/query_range` */
export async function rangeQuery(
  engine: QueryEngine,
  params: Params,
  onWork: (work: Work) => void,
): Promise<Answer> {
  const limit = params.limit();
  const startMs = params.timeMs('start');
  const endMs = params.timeMs('end');
  if (endMs < startMs) {
    refuseParam('end', 'end timestamp must not be before start time');
  }
  const stepMs = params.durationMs('step');
  if (stepMs <= 0) {
    refuseParam(
      'step',
      'zero or negative query resolution step widths are not accepted. Try a ' +
        'positive integer',
    );
  }
  const work = engine.newWork(timeoutOf(params));
  onWork(work);
  const span = { startMs, endMs, stepMs };
  const { value, instants } = await engine.range(
    params.text('query'),
    span,
    work,
  );
  return answer(rangeData(value, instants), limit, work);
}
