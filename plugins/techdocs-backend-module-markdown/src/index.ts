/**
 * TechDocs without Python: a generator that builds sites from Markdown in the backend's
 * own process.
 *
 * @packageDocumentation
 */
export { techdocsModuleMarkdown as default } from './module';
export { MarkdownGenerator } from './MarkdownGenerator';
export type { MarkdownGeneratorOptions } from './MarkdownGenerator';
