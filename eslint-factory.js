/** Lint rules of all packages: Backstage's own, with what this repository makes stricter. */
const backstage = require('@backstage/cli/config/eslint-factory');

module.exports = (dir, extra = {}) =>
  backstage(dir, {
    ...extra,
    rules: {
      '@backstage/no-mixed-plugin-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      ...extra.rules,
    },
  });
