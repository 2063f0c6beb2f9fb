import { type Fields, fieldsOf } from '../fields.ts';

/** A file of a form, with its bytes as text that survives JSON. */
interface StoredFile {
  readonly name: string;
  readonly bytes: string;
}

/** The file of an upload; undefined where there is none. */
export function fileIn(form: Fields): StoredFile | undefined {
  const { name, bytes } = fieldsOf(form.file);
  return Buffer.isBuffer(bytes) ? { name: String(name), bytes: bytes.toString('latin1') } : undefined;
}

/** Vendors refuse some programs, and names that are too long; the sandboxes refuse scripts. */
export const isRefusedName = (name: string): boolean => name.endsWith('.js') || name.length > 255;
