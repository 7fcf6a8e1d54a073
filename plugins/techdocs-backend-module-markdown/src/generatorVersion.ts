/** Raised when sites must be built again although their sources are the same. */
export const generatorVersion = 'worldscale-markdown-3';
