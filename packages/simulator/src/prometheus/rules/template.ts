/*
 * The part of Go's templates that labels and annotations of alerts use:
 * `{{ $labels.name }}`, `{{ .Labels.name }}`, `{{ $value }}`, `{{ .Value }}`,
 * `printf "%.2f" $value`, and the pipes humanize, humanize1024,
 * humanizePercentage, humanizeDuration, title, toUpper and toLower. For
 * anything else the text says what Prometheus says of a template that fails.
 */
import { formatDuration } from '../promql/duration';
import { Labels } from '../promql/labels';

export interface TemplateData {
  labels: Labels;
  value: number;
}

type Term = string | number;

/** Four significant digits, as Go's %.4g. */
function short(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : String(value);
  return String(Number(value.toPrecision(4)));
}

function humanize(value: number, base: 1000 | 1024): string {
  const large = base === 1000 ? 'kMGTPEZY' : ['ki', 'Mi', 'Gi', 'Ti', 'Pi'];
  let [rest, unit] = [value, ''];
  if (value === 0 || !Number.isFinite(value)) return short(value);
  if (Math.abs(value) >= 1) {
    for (let i = 0; Math.abs(rest) >= base && i < large.length; i++) {
      [rest, unit] = [rest / base, large[i]];
    }
  } else if (base === 1000) {
    for (let i = 0; Math.abs(rest) < 1 && i < 8; i++) {
      [rest, unit] = [rest * base, 'munpfazy'[i]];
    }
  }
  return `${short(rest)}${unit}`;
}

function humanizeDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return short(seconds);
  if (Math.abs(seconds) < 1) return `${humanize(seconds, 1000)}s`;
  const whole = formatDuration(Math.floor(Math.abs(seconds)) * 1000);
  const spaced = whole.replace(/([a-z])(?=\d)/g, '$1 ');
  return `${seconds < 0 ? '-' : ''}${spaced}`;
}

const pipes: Record<string, (term: Term) => Term> = {
  humanize: term => humanize(Number(term), 1000),
  humanize1024: term => humanize(Number(term), 1024),
  humanizePercentage: term => `${short(Number(term) * 100)}%`,
  humanizeDuration: term => humanizeDuration(Number(term)),
  title: term => String(term).replace(/\b\w/g, c => c.toUpperCase()),
  toUpper: term => String(term).toUpperCase(),
  toLower: term => String(term).toLowerCase(),
};

function printf(format: string, args: Term[]): string {
  let next = 0;
  return format.replace(/%(?:\.(\d+))?([fgdsvq%])/g, (_, digits, verb) => {
    if (verb === '%') return '%';
    const arg = args[next];
    next += 1;
    if (verb === 'f') return Number(arg).toFixed(Number(digits ?? 6));
    if (verb === 'd') return Math.trunc(Number(arg)).toFixed(0);
    if (verb === 'q') return JSON.stringify(String(arg));
    if (verb === 'g' && digits) {
      return String(Number(Number(arg).toPrecision(Math.max(1, digits))));
    }
    return String(arg);
  });
}

function resolveTerm(text: string, { labels, value }: TemplateData): Term {
  const label = /^(?:\$labels|\.Labels)\.(\w+)$/.exec(text);
  if (label) return labels[label[1]] ?? '';
  if (text === '$value' || text === '.Value') return value;
  if (/^"(?:[^"\\]|\\.)*"$/.test(text)) return String(JSON.parse(text));
  if (/^`[^`]*`$/.test(text)) return text.slice(1, -1);
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new Error(`${text} is not supported by this simulator`);
}

function action(text: string, data: TemplateData): string {
  const stages = text.match(/(?:"(?:[^"\\]|\\.)*"|`[^`]*`|[^|])+/g) ?? [];
  let piped: Term | undefined;
  for (const stage of stages) {
    const words = stage.trim().match(/"(?:[^"\\]|\\.)*"|`[^`]*`|\S+/g) ?? [];
    const [head = '', ...rest] = words;
    const last = piped === undefined ? [] : [piped];
    const args = () => [...rest.map(word => resolveTerm(word, data)), ...last];
    if (head === 'printf') {
      const [format, ...values] = args();
      piped = printf(String(format), values);
    } else if (Object.hasOwn(pipes, head)) {
      const [only, ...others] = args();
      if (others.length) throw new Error(`wrong number of args for ${head}`);
      piped = pipes[head](only);
    } else if (piped === undefined && rest.length === 0) {
      piped = resolveTerm(head, data);
    } else {
      throw new Error(`function "${head}" not defined`);
    }
  }
  return String(piped ?? '');
}

/** The text with its actions carried out. */
export function expandTemplate(text: string, data: TemplateData): string {
  if (!text.includes('{{')) return text;
  try {
    return text.replace(
      /(\s*)\{\{(-?)\s*(.*?)\s*(-?)\}\}(\s*)/gs,
      (_, before, trimLeft, body, trimRight, after) =>
        `${trimLeft ? '' : before}${action(body, data)}${
          trimRight ? '' : after
        }`,
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `<error expanding template: ${reason}>`;
  }
}
