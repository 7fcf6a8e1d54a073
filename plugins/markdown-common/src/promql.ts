import type { HLJSApi, Language } from 'highlight.js';

/** PromQL for highlight.js, which does not know it. */
export function promql(hljs: HLJSApi): Language {
  return {
    name: 'PromQL',
    aliases: ['prometheus'],
    keywords: {
      $pattern: /[a-z_]+/,
      keyword:
        'and or unless by without on ignoring group_left group_right offset bool atan2',
      built_in:
        'sum min max avg count stddev stdvar group count_values bottomk topk quantile rate irate increase delta ' +
        'idelta deriv predict_linear histogram_quantile label_replace label_join vector scalar absent ' +
        'absent_over_time avg_over_time min_over_time max_over_time sum_over_time count_over_time ' +
        'quantile_over_time last_over_time changes resets clamp clamp_max clamp_min ceil floor round abs time',
    },
    contains: [
      hljs.HASH_COMMENT_MODE,
      hljs.QUOTE_STRING_MODE,
      hljs.APOS_STRING_MODE,
      {
        scope: 'number',
        match: /\b\d+(?:ms|[smhdwy])(?:\d+(?:ms|[smhdwy]))*\b/,
      },
      hljs.NUMBER_MODE,
      { scope: 'attr', match: /[a-zA-Z_]\w*(?=\s*(?:=~|!~|!=|=)\s*["'])/ },
      { scope: 'operator', match: /=~|!~|!=|==|>=|<=|[-+*/%^<>]/ },
    ],
  };
}
