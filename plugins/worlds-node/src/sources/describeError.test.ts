import { describeError, scrubSecrets } from './describeError';

describe('scrubSecrets', () => {
  it.each([
    ['GET https://ann:pa55@host/x failed', 'GET https://***@host/x failed'],
    [
      'sent Authorization: Bearer abc.def-123',
      'sent Authorization: Bearer ***',
    ],
    [
      'https://host/x?access_token=s3cr3t&y=1',
      'https://host/x?access_token=***&y=1',
    ],
    ['{"password": "hunter2", "a": 1}', '{"password": "***", "a": 1}'],
    ['got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc back', 'got *** back'],
    ['postgres://u:p@db:5432/x is down', 'postgres://***@db:5432/x is down'],
  ])('takes the secret out of %s', (text, clean) => {
    expect(scrubSecrets(text)).toBe(clean);
  });

  it('leaves a harmless message as it is', () => {
    const text = 'https://host:6443/apis answered 403 Forbidden';
    expect(scrubSecrets(text)).toBe(text);
  });
});

describe('describeError', () => {
  it('prefers the status of the answer as code', () => {
    const error = Object.assign(new Error('no HPAs'), { statusCode: 403 });
    expect(describeError(error)).toEqual({ message: 'no HPAs', code: '403' });
  });

  it('looks into the causes of an error that says nothing', () => {
    const error = new TypeError('fetch failed', {
      cause: Object.assign(new AggregateError([], ''), {
        code: 'ECONNREFUSED',
      }),
    });
    expect(describeError(error)).toEqual({
      message: 'failed with ECONNREFUSED',
      code: 'ECONNREFUSED',
    });
  });

  it('joins the status of a refusal with what the other side said', () => {
    const error = Object.assign(
      new Error('Request failed with 403 Forbidden'),
      {
        statusCode: 403,
        cause: new Error("'x.read' is needed"),
      },
    );
    expect(describeError(error)).toEqual({
      message: "Request failed with 403 Forbidden: 'x.read' is needed",
      code: '403',
    });
  });

  it('survives causes that point at each other and values that are no errors', () => {
    const error = new Error('');
    error.cause = error;
    expect(describeError(error).message).toBe('failed without saying why');
    expect(describeError('plain text')).toEqual({ message: 'plain text' });
    expect(describeError(undefined).message).toBe('failed without saying why');
  });

  it('shortens a message that would fill the page', () => {
    expect(describeError(new Error('x '.repeat(5000))).message).toHaveLength(
      500,
    );
  });
});
