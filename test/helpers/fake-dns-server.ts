import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { FakeAccount } from './fake-account.ts';

/** Numbers of record types. @see https://www.rfc-editor.org/rfc/rfc1035#section-3.2.2 */
const types = { a: 1, mx: 15, txt: 16 } as const;

export interface FakeDnsServer {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  stop(): Promise<void>;
}

/** Answers A, MX and TXT queries over UDP from the records of the fake account. */
export async function startFakeDnsServer(records: () => FakeAccount['dns']): Promise<FakeDnsServer> {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => socket.send(answer(query, records()), port, address));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    async stop() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

function answer(query: Buffer, records: FakeAccount['dns']): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let size = query[at] ?? 0; size > 0; size = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + size));
    at += 1 + size;
  }
  const question = query.subarray(12, at + 5);
  const data = recordsOf(labels.join('.'), query.readUInt16BE(at + 1), records);
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  // The flags mean: an answer, recursion available; code 3 is NXDOMAIN.
  header.writeUInt16BE(data === undefined ? 0x8183 : 0x8180, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(data?.length ?? 0, 6);
  const rows = (data ?? []).map((bytes) => {
    const row = Buffer.alloc(12);
    // The name is a pointer to that of the question.
    row.writeUInt16BE(0xc00c, 0);
    row.writeUInt16BE(query.readUInt16BE(at + 1), 2);
    row.writeUInt16BE(1, 4);
    row.writeUInt16BE(bytes.length, 10);
    return Buffer.concat([row, bytes]);
  });
  return Buffer.concat([header, question, ...rows]);
}

function recordsOf(name: string, type: number, { a, mx, txt }: FakeAccount['dns']): Buffer[] | undefined {
  switch (type) {
    case types.a:
      return a[name]?.map((address) => Buffer.from(address.split('.').map(Number)));
    case types.mx:
      return mx[name]?.map((host) => Buffer.concat([Buffer.from([0, 10]), nameBytes(host)]));
    case types.txt:
      return txt[name]?.map((text) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]));
    default:
      return undefined;
  }
}

const nameBytes = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);
