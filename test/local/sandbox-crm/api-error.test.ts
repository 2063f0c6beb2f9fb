import { ApiError, asObject, invalid, notFound, text } from '../../../local/sandbox-crm/api-error.ts';

describe('ApiError', () => {
  it('carries the status, category and code of the answer beside its message', () => {
    const error = new ApiError(409, 'CONFLICT', 'exists', 'SOME_CODE');

    expect(error).toMatchObject({ status: 409, category: 'CONFLICT', code: 'SOME_CODE', message: 'exists' });
    expect(error).toBeInstanceOf(Error);
  });

  it.each([
    ['a value that is not valid', invalid('no', 'INVALID_DATE'), 400, 'VALIDATION_ERROR', 'INVALID_DATE'],
    ['an unknown record', notFound('no'), 404, 'OBJECT_NOT_FOUND', undefined],
  ])('has the status and category of %s', (_, error, status, category, code) => {
    expect(error).toMatchObject({ status, category, code, message: 'no' });
  });
});

describe('asObject', () => {
  it('returns an object as it is', () => {
    const json = { a: 1 };

    expect(asObject(json)).toBe(json);
  });

  it.each([[null], [undefined], ['text'], [1], [[{}]]])('rejects %j as invalid JSON', (value) => {
    expect(() => asObject(value)).toThrow(expect.objectContaining({ status: 400, code: 'INVALID_JSON' }));
  });
});

describe('text', () => {
  it('returns the text of a field', () => {
    expect(text({ name: 'Ada' }, 'name')).toBe('Ada');
  });

  it.each([[{}], [{ name: '' }], [{ name: 1 }], [{ name: null }]])('rejects the field in %j by its name', (json) => {
    expect(() => text(json, 'name')).toThrow(
      expect.objectContaining({ status: 400, code: 'MISSING_FIELD', message: 'name must be a non-empty string' }),
    );
  });
});
