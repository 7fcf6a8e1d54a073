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
  const response = {
    ok: status === 200,
    status,
    statusText: '',
    headers: new Headers({ 'content-type': 'application/json' }),
    json: async () => body,
    text: async () => JSON.stringify(body),
  } as Response;
  return jest.spyOn(window, 'fetch').mockResolvedValue(response);
}

const session = {
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
};

const stillRead = (message = 'The catalog is still being read.') => ({
  error: { name: 'ServiceUnavailableError', message },
  response: { statusCode: 503 },
});

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
    answer(200, session);
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

  it('says that the catalog is still being read, keeps trying, and lets the person in', async () => {
    const onSignInSuccess = await show({ provider: 'personas' }, personas);
    answer(503, stillRead());
    const status = screen.getByRole('status');
    expect(status).toBeEmptyDOMElement();
    await userEvent.click(screen.getByRole('button', { name: /Sam Post/ }));
    await waitFor(() =>
      expect(status).toHaveTextContent(
        'Waiting to sign in as Sam PostThe catalog is still being read.',
      ),
    );
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(onSignInSuccess).not.toHaveBeenCalled();

    answer(503, stillRead('The host does not answer.'));
    await waitFor(
      () => expect(status).toHaveTextContent('The host does not answer.'),
      { timeout: 10_000 },
    );
    answer(200, session);
    await waitFor(() => expect(onSignInSuccess).toHaveBeenCalledTimes(1), {
      timeout: 10_000,
    });
  }, 30_000);

  it('tells somebody who was here before what they wait for, and lets them stop', async () => {
    window.localStorage.setItem('worldscale.persona', 'sam');
    answer(503, stillRead());
    await show({ provider: 'personas' }, personas);
    expect(
      await screen.findByText('Waiting to sign in as Sam Post'),
    ).toBeVisible();
    expect(screen.getByRole('button', { name: /Ada Byron/ })).toBeDisabled();
    expect(window.localStorage.getItem('worldscale.persona')).toBe('sam');
    await userEvent.click(screen.getByRole('button', { name: 'Stop waiting' }));
    expect(screen.getByRole('button', { name: /Ada Byron/ })).toBeEnabled();
    expect(screen.getByRole('status')).toBeEmptyDOMElement();
    expect(window.localStorage.getItem('worldscale.persona')).toBeNull();
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
