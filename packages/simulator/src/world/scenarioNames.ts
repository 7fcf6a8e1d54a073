/** The one list; `npm start` reads it from this text, before anything is installed. */
export const scenarioNames = [
  'ordinary',
  'launch-day',
  'region-loss',
  'slow-leak',
  'large',
] as const;

export type ScenarioName = (typeof scenarioNames)[number];
