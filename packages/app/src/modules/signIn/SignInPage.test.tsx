import { renderInTestApp } from '@backstage/frontend-test-utils';
import { mockApis, TestApiProvider } from '@backstage/frontend-test-utils';
import { configApiRef, discoveryApiRef } from '@backstage/frontend-plugin-api';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SignInPage } from './SignInPage';

const people = [
  {
    id: 'ada',
    title: 'Ada Byron',
    role: 'Engineer',
    description: 'Sees everything.',
  },
  { id: 'sam', title: 'Sam Post', role: 'Support' },
];

function answer(status: number, body: object) {
  jest.spyOn(window, 'fetch').mockResolvedValue({
    ok: status === 200,
    status,
    statusText: '',
    headers: new Headers({ 'content-type': 'application/json' }),
    json: async () => body,
    text: async () => JSON.stringify(body),
  } as Response);
}

async function show(signIn: object | undefined, auth?: object) {
  const onSignInSuccess = jest.fn();
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [
          configApiRef,
          mockApis.config({ data: { app: { signIn }, auth } as never }),
        ],
        [
          discoveryApiRef,
          { getBaseUrl: async (id: string) => `http://backend/api/${id}` },
        ],
      ]}
    >
      <SignInPage onSignInSuccess={onSignInSuccess} />
    </TestApiProvider>,
  );
  return onSignInSuccess;
}

const personas = { providers: { personas: { people } } };

describe('SignInPage', () => {
  beforeEach(() => {
    window.fetch ??= jest.fn();
    window.localStorage.clear();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('shows each person with what they are and may do', async () => {
    await show({ provider: 'personas' }, personas);
    expect(
      screen.getByRole('button', {
        name: 'Sign in as Ada Byron Engineer Sees everything.',
      }),
    ).toBeEnabled();
    expect(
      screen.getByRole('button', { name: 'Sign in as Sam Post Support' }),
    ).toBeEnabled();
  });

  it('signs in as the person that is chosen', async () => {
    const onSignInSuccess = await show({ provider: 'personas' }, personas);
    answer(200, {
      profile: { displayName: 'Sam Post' },
      backstageIdentity: {
        token: 'token',
        expiresInSeconds: 3600,
        identity: {
          type: 'user',
          userEntityRef: 'user:default/sam',
          ownershipEntityRefs: ['user:default/sam'],
        },
      },
    });
    await userEvent.click(screen.getByRole('button', { name: /Sam Post/ }));
    await waitFor(() => expect(onSignInSuccess).toHaveBeenCalledTimes(1));
    expect(window.fetch).toHaveBeenCalledWith(
      'http://backend/api/auth/personas/refresh',
      expect.objectContaining({ body: '{"persona":"sam"}' }),
    );
    await expect(
      onSignInSuccess.mock.calls[0][0].getBackstageIdentity(),
    ).resolves.toMatchObject({ userEntityRef: 'user:default/sam' });
  });

  it('shows the reason of a refusal and lets the visitor choose again', async () => {
    const onSignInSuccess = await show({ provider: 'personas' }, personas);
    answer(403, {
      error: { name: 'NotAllowedError', message: 'refused in production' },
      response: { statusCode: 403 },
    });
    await userEvent.click(screen.getByRole('button', { name: /Ada Byron/ }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'refused in production',
    );
    expect(screen.getByRole('button', { name: /Ada Byron/ })).toBeEnabled();
    expect(onSignInSuccess).not.toHaveBeenCalled();
  });

  it('says that nobody may be chosen', async () => {
    await show({ provider: 'personas' });
    expect(screen.getByRole('alert')).toHaveTextContent(
      'auth.providers.personas.people',
    );
  });

  it('names a provider that it does not know', async () => {
    await show({ provider: 'carrier-pigeon' });
    expect(screen.getByRole('alert')).toHaveTextContent("'carrier-pigeon'");
  });

  it('offers the OIDC provider by its name, and no person', async () => {
    answer(401, { error: { name: 'AuthenticationError', message: 'no' } });
    await show({ title: 'Example SSO' }, personas);
    expect(
      await screen.findByRole('button', { name: 'Sign in with Example SSO' }),
    ).toBeEnabled();
    expect(screen.queryByText('Ada Byron')).not.toBeInTheDocument();
  });
});
