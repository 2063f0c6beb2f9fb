export type Json = Record<string, unknown>;

/** A refusal of HubSpot. */
export class ApiError extends Error {
  readonly status: number;
  readonly category: string;
  readonly code: string | undefined;
  constructor(status: number, category: string, message: string, code?: string) {
    super(message);
    this.status = status;
    this.category = category;
    this.code = code;
  }
}

/** A value that HubSpot rejects. */
export const invalid = (message: string, code: string): ApiError =>
  new ApiError(400, 'VALIDATION_ERROR', message, code);
export const notFound = (message: string): ApiError => new ApiError(404, 'OBJECT_NOT_FOUND', message);

/** @throws ApiError when the value is not an object */
export function asObject(value: unknown): Json {
  if (!isJson(value)) throw invalid('Invalid input JSON: an object is wanted', 'INVALID_JSON');
  return value;
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws ApiError when the field is missing or empty */
export function text(json: Json, name: string): string {
  const value = json[name];
  if (typeof value !== 'string' || value === '') throw invalid(`${name} must be a non-empty string`, 'MISSING_FIELD');
  return value;
}
