import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Pages and what they load late take seconds to render on a busy machine.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 20_000 });
