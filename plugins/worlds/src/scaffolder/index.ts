/**
 * Form fields for templates that make a world service; a module of the scaffolder.
 *
 * @packageDocumentation
 */
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import {
  capacityField,
  regionsField,
  serviceNameField,
  teamField,
  worldField,
} from './fields';

export default createFrontendModule({
  pluginId: 'scaffolder',
  extensions: [
    serviceNameField,
    teamField,
    worldField,
    regionsField,
    capacityField,
  ],
});
