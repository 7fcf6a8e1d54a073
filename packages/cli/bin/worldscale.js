#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { join } = require('node:path');

// In a checkout the sources run as they are; what is published was built.
if (existsSync(join(__dirname, '../src'))) {
  require('@backstage/cli/config/nodeTransform.cjs');
  require('../src');
} else {
  require('..');
}
