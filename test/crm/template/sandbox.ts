import { fieldsOf } from '../../../local/fields.ts';
import { isText, isUser, type SandboxVendor, unknownField } from '../../../local/sandbox-crm/sandbox-vendor.ts';

const known: Readonly<Record<string, readonly string[]>> = {
  contacts: ['email', 'name', 'companyId', 'region', 'ownerId', 'phone'],
  companies: ['domain', 'name'],
  notes: ['contactId', 'title', 'text', 'at'],
  tasks: ['contactId', 'title', 'text', 'due', 'ownerId'],
};

/** The CRM of the template, which does not exist: as strict as a real one, and as forgetful. */
export const templateCrm: SandboxVendor = {
  tooMany: { status: 429, headers: { 'x-retry-in': '1' }, body: { code: 'too_many' } },
  answer(store, { method, path, headers, body }) {
    if (!headers.authorization?.startsWith('Bearer ')) return { status: 401 };
    const [, , type = '', id, what] = path.split('/');
    const fields = fieldsOf(body);
    if (type === 'me') return { status: 200, body: { id: 'me' } };
    if (known[type] === undefined) return { status: 404 };
    if (method === 'POST' && id === 'search') {
      const matches = store
        .searchable(type)
        .filter((record) => Object.entries(fields).every(([name, value]) => record.body[name] === value));
      return { status: 200, body: { items: matches.map((record) => ({ id: record.id })) } };
    }
    if (method === 'GET' && (what === 'notes' || what === 'tasks')) {
      const notes = store.list(what).filter((note) => note.body.contactId === id);
      return { status: 200, body: { items: notes.map((note) => ({ id: note.id, text: note.body.text })) } };
    }
    const record = id === undefined ? undefined : store.get(type, id);
    if (method === 'GET' && record !== undefined) return { status: 200, body: { id, ...record.body } };
    if (method === 'PATCH' && record !== undefined)
      return { status: 200, body: { id: store.update(record, fields).id } };
    if (method !== 'POST') return { status: 404 };
    const stranger = unknownField(fields, known[type]);
    if (stranger !== undefined) return { status: 422, body: { code: 'unknown_field', field: stranger } };
    if (fields.ownerId !== undefined && !isUser(fields.ownerId, '7001'))
      return { status: 422, body: { code: 'invalid', field: 'ownerId' } };
    for (const [name, target] of [
      ['companyId', 'companies'],
      ['contactId', 'contacts'],
    ] as const)
      if (fields[name] !== undefined && store.get(target, fields[name]) === undefined)
        return { status: 422, body: { code: 'invalid', field: name } };
    for (const [name, length] of [
      ['name', 100],
      ['title', 100],
      ['text', 10_000],
    ] as const)
      if (fields[name] !== undefined && !isText(fields[name], length))
        return { status: 422, body: { code: 'invalid', field: name } };
    return { status: 201, body: { id: store.insert(type, fields).id } };
  },
};
