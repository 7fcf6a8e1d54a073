const {
  addUnreadableParts,
  dropUnreadableParts,
} = require('@worldscale/backstage-plugin-worlds-node');

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await addUnreadableParts(knex);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await dropUnreadableParts(knex);
};
