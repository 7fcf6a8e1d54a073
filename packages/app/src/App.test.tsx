import { render, screen } from '@testing-library/react';
import App from './App';

const environment = process.env;

/** The app finds its configuration where the build tool leaves it. */
function configure(data: object) {
  process.env = {
    NODE_ENV: 'test',
    APP_CONFIG: [{ data, context: 'test' }],
  } as unknown as NodeJS.ProcessEnv;
}

describe('App', () => {
  afterEach(() => {
    process.env = environment;
  });

  it('asks who is there before it shows anything else', async () => {
    configure({
      app: { title: 'Test', signIn: { provider: 'personas' } },
      backend: { baseUrl: 'http://localhost:7007' },
      organization: { name: 'Example Worlds' },
      auth: {
        providers: {
          personas: {
            people: [{ id: 'ada', title: 'Ada Byron', role: 'Engineer' }],
          },
        },
      },
    });
    render(App.createRoot());
    expect(
      await screen.findByRole(
        'button',
        { name: 'Sign in as Ada Byron Engineer' },
        { timeout: 50_000 },
      ),
    ).toBeEnabled();
    expect(screen.getByText('Example Worlds')).toBeInTheDocument();
    expect(screen.queryByText('Catalog')).not.toBeInTheDocument();
  });
});
