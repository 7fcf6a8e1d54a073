import hljs from 'highlight.js/lib/common';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import elixir from 'highlight.js/lib/languages/elixir';
import erlang from 'highlight.js/lib/languages/erlang';
import gradle from 'highlight.js/lib/languages/gradle';
import groovy from 'highlight.js/lib/languages/groovy';
import haskell from 'highlight.js/lib/languages/haskell';
import http from 'highlight.js/lib/languages/http';
import nginx from 'highlight.js/lib/languages/nginx';
import pgsql from 'highlight.js/lib/languages/pgsql';
import powershell from 'highlight.js/lib/languages/powershell';
import properties from 'highlight.js/lib/languages/properties';
import protobuf from 'highlight.js/lib/languages/protobuf';
import scala from 'highlight.js/lib/languages/scala';
import { escapeHtml } from './escapeHtml';
import { promql } from './promql';

const further = {
  dockerfile,
  elixir,
  erlang,
  gradle,
  groovy,
  haskell,
  http,
  nginx,
  pgsql,
  powershell,
  properties,
  promql,
  protobuf,
  scala,
};
for (const [name, language] of Object.entries(further))
  hljs.registerLanguage(name, language);

/** Names that authors use for languages that highlight.js knows under another. */
const aliases: Record<string, string> = {
  'shell-session': 'shell',
  docker: 'dockerfile',
  env: 'properties',
  jsonc: 'json',
  py3: 'python',
  pycon: 'python',
  text: 'plaintext',
};

/**
 * A longer block is shown plain: some grammars take a time that grows with the square
 * of the length, and nobody reads five hundred lines for their colours.
 */
export const maxColouredLength = 20_000;

/**
 * Code as HTML with the classes of highlight.js, which the theme colours; plain
 * where the language is unknown.
 */
export function highlightCode(code: string, language: string): string {
  const name = aliases[language] ?? language;
  if (
    name === 'plaintext' ||
    code.length > maxColouredLength ||
    !hljs.getLanguage(name)
  )
    return escapeHtml(code);
  return hljs.highlight(code, { language: name, ignoreIllegals: true }).value;
}
