import '@testing-library/jest-dom';

// Whole pages are rendered and searched by role, which takes seconds on a busy machine.
jest.setTimeout(30_000);
