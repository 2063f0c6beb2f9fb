import { inspect } from '../../lambdas/inspect/inspect.ts';

/**
 * Archives that other programs wrote: Python's zipfile and tarfile, Info-ZIP, GNU tar, gzip, bzip2, xz and zstd. Each holds a
 * text, or an empty program by its name.
 */
const archives: ReadonlyArray<readonly [name: string, verdict: string, reason: string, base64: string]> = [
  [
    'a ZIP archive of Python',
    'clean',
    '',
    'UEsDBBQAAAAIAI+Yfl1ciYq8CwAAAHgAAAAJAAAAbm90ZXMudHh0K88vSilWKKc7CQBQSwECFAMUAAAACACPmH5dXImKvAsAAAB4AAAACQAAAAAAAAAAAAAAgAEAAAAAbm90ZXMudHh0UEsFBgAAAAABAAEANwAAADIAAAAAAA==',
  ],
  [
    'one of Info-ZIP',
    'clean',
    '',
    'UEsDBBQAAAAIAI+Yfl1ciYq8CwAAAHgAAAAJABwAbm90ZXMudHh0VVQJAAO+yA1rvsgNa3V4CwABBAAAAAAEAAAAACvPL0opViinOwkAUEsBAh4DFAAAAAgAj5h+XVyJirwLAAAAeAAAAAkAGAAAAAAAAQAAAKSBAAAAAG5vdGVzLnR4dFVUBQADvsgNa3V4CwABBAAAAAAEAAAAAFBLBQYAAAAAAQABAE8AAABOAAAAAAA=',
  ],
  [
    'one of Info-ZIP from a pipe, with its ends behind the bytes',
    'clean',
    '',
    'UEsDBC0AAAAIAI+Yfl1ciYq8//////////8BABQALQEAEAB4AAAAAAAAAAsAAAAAAAAAK88vSilWKKc7CQBQSwECHgMtAAAACACPmH5dXImKvAsAAAD/////AQAMAAAAAAABAAAAgBEAAAAALQEACAB4AAAAAAAAAFBLBgYsAAAAAAAAAB4DLQAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAAA7AAAAAAAAAD4AAAAAAAAAUEsGBwAAAAB5AAAAAAAAAAEAAABQSwUGAAAAAAEAAQA7AAAA/////wAA',
  ],
  [
    'one with numbers of 64 bits',
    'clean',
    '',
    'UEsDBC0ACAAIAAAAIQAAAAAA//////////8JABQAbm90ZXMudHh0AQAQAAAAAAAAAAAAAAAAAAAAAAArzy9KKVYopzsJAFBLBwhciYq8CwAAAAAAAAB4AAAAAAAAAFBLAQItAy0ACAAIAAAAIQBciYq8CwAAAHgAAAAJAAAAAAAAAAAAAACAAQAAAABub3Rlcy50eHRQSwUGAAAAAAEAAQA3AAAAXgAAAAAA',
  ],
  [
    'the same with a program',
    'blocked',
    'archive.executable',
    'UEsDBC0ACAAIAAAAIQAAAAAA//////////8JABQAc2V0dXAuZXhlAQAQAAAAAAAAAAAAAAAAAAAAAAArzy9KKVYopzsJAFBLBwhciYq8CwAAAAAAAAB4AAAAAAAAAFBLAQItAy0ACAAIAAAAIQBciYq8CwAAAHgAAAAJAAAAAAAAAAAAAACAAQAAAABzZXR1cC5leGVQSwUGAAAAAAEAAQA3AAAAXgAAAAAA',
  ],
  [
    'one packed by bzip2',
    'unscanned',
    'archive.unread',
    'UEsDBC4AAAAMAI+Yfl1ciYq8MwAAAHgAAAAJAAAAbm90ZXMudHh0QlpoOTFBWSZTWT7Z++MAADuRgEAABACYgCAAMMACpRmmkaRSKRSKRwu5IpwoSB9s/fGAUEsBAi4DLgAAAAwAj5h+XVyJirwzAAAAeAAAAAkAAAAAAAAAAAAAAIABAAAAAG5vdGVzLnR4dFBLBQYAAAAAAQABADcAAABaAAAAAAA=',
  ],
  [
    'one packed by LZMA',
    'unscanned',
    'archive.unread',
    'UEsDBD8AAgAOAI+Yfl1ciYq8HAAAAHgAAAAJAAAAbm90ZXMudHh0CQQFAF0AAIAAADubyqrUsFXfalJOc///zDgAAFBLAQI/Az8AAgAOAI+Yfl1ciYq8HAAAAHgAAAAJAAAAAAAAAAAAAACAAQAAAABub3Rlcy50eHRQSwUGAAAAAAEAAQA3AAAAQwAAAAAA',
  ],
  [
    'one under a password',
    'suspicious',
    'archive.encrypted',
    'UEsDBBQACQAIAI+Yfl1ciYq8FwAAAHgAAAAJABwAbm90ZXMudHh0VVQJAAO+yA1rvsgNa3V4CwABBAAAAAAEAAAAAFovS9QphUG1KQau5GikvCMNhb+LXZFeUEsHCFyJirwXAAAAeAAAAFBLAQIeAxQACQAIAI+Yfl1ciYq8FwAAAHgAAAAJABgAAAAAAAEAAACkgQAAAABub3Rlcy50eHRVVAUAA77IDWt1eAsAAQQAAAAABAAAAABQSwUGAAAAAAEAAQBPAAAAagAAAAAA',
  ],
  [
    'one with a symbolic link',
    'suspicious',
    'archive.path',
    'UEsDBAoAAAAAAI+Yfl0KuR8pCwAAAAsAAAABABwAbFVUCQADvsgNa77IDWt1eAsAAQQAAAAABAAAAAAvZXRjL3Bhc3N3ZFBLAQIeAwoAAAAAAI+Yfl0KuR8pCwAAAAsAAAABABgAAAAAAAAAAAD/oQAAAABsVVQFAAO+yA1rdXgLAAEEAAAAAAQAAAAAUEsFBgAAAAABAAEARwAAAEYAAAAAAA==',
  ],
  [
    'tar in gzip (ustar)',
    'clean',
    '',
    'H4sIAAAAAAACA+3NMQqDQBQE0H8UTxAUjZ5HiG0Ed4Me3zWV2CcQ8l4zwzTznPOUbnnL8Tl10XfdO4trFvdTP/ahb5uo6viCV8rjUi7jP63z8kgBAAAAAAAAAADAr9kBgCEhDAAoAAA=',
  ],
  [
    'tar with a name in two fields',
    'blocked',
    'archive.executable',
    'H4sIAAAAAAACA+3QTQrCQAwG0BzFE9hR2t5nFrOX/kCP39CFiGsVC+9l8YUsEkjt6pdqbsv6uLatRUlj3x+Z3jPdXvqc34dhLHEp8QPrvNQpz3967/MR8de2AAAAAAAAAAAA4Ix2mVfh6QAoAAA=',
  ],
  [
    'tar of GNU',
    'clean',
    '',
    'H4sIAAAAAAACA+3ISwrCMBiF0X8pWYFE6GM9gp220ER0+UZH0nkLxXMm3+XOS53Kpb5q7Cc3Q9d922zb9D/784/9eI2U4wCPUm9rSvGnnst6LwEAAAAAAAAAAMDZvAH+7QbMACgAAA==',
  ],
  [
    'tar of GNU with a long name',
    'blocked',
    'archive.executable',
    'H4sIAAAAAAACA+3TQQqDMBBA0TlKTpCMMZhtD5BLuAhSBFuqgscvIgguXGqp/jeLDLMN3zrrHunVNenZtXIMXey96tWv+3KPMUQxSU4w9kP9MUZuqna/mT4P49vmKQuu/v9z1FUIu/2rFtv+fRnLSozS/+EmEgAAAAAAAAAAAAAAAPhrX/r6Dc0AKAAA',
  ],
  [
    'tar with pax fields',
    'clean',
    '',
    'H4sIAAAAAAACA+3TsQ3CMBBAUddMkQmcs+VAhUJJyQqWYoUO5BjhbViELotBoEAUKY2E8l/jk5srTl/Xut4dfN4H34WoipC3uVfEus88/Ruxxqgqqx+4DMnH53q1TFaqs0/HbR/H+3gLOuW0UliMPrbt6+oFd0xRr52b71+a7/5l4xqnKqH/4q6n2A1kAAAAAAAAAAAAAAAA8LceeUjW2AAoAAA=',
  ],
  [
    'tar with a long name in pax fields',
    'blocked',
    'archive.executable',
    'H4sIAAAAAAACA+3TvQrCMBRA4Tv7FHmC/DSlxUFwdPQVAl5wLG0KeXyrBcGhYyPi+TLkcpcM4Vhn3fmaykXTTUfZhV9t3b4J8T2/9mFZBTFFKpinnMbleflPIR7NkPL9lNx3zqR5HqwWPQjqq/HFz6i7tt3s3/vw2X8T+74T4+l/d4UEAAAAAAAAAAAAAAAAftoD3RRYTgAoAAA=',
  ],
  [
    'tar of GNU with a file of holes',
    'unscanned',
    'archive.unread',
    'H4sICL7IDWsAA3NwLnRhcgDt0MsJwzAMAFCN4hHs2EkH6QSdICWf/ZvmWEoLBV/KexcJJNBnvUd3+TC1dsbDazzzMtZca2vDZYpc6jCWSNf+q0Xs63ZbUoplnrdPfd/qP3ue3958pMsAAAAAAAAAAAAA/sQD3DGctQAoAAA=',
  ],
  [
    'gzip with the name of a program',
    'blocked',
    'archive.executable',
    'H4sICL7IDWsAA3NldHVwLmV4ZQArzy9KKQYAjB59cQUAAAA=',
  ],
  ['bzip2', 'unscanned', 'archive.format', 'QlpoOTFBWSZTWT7Z++MAADuRgEAABACYgCAAMMACpRmmkaRSKRSKRwu5IpwoSB9s/fGA'],
  [
    'xz',
    'unscanned',
    'archive.format',
    '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AB3AA1dADubyqrUsFXfaeQsAAAAAAAAPC3YahyolV8AASl4ztMeOh+2830BAAAAAARZWg==',
  ],
  ['zstd', 'unscanned', 'archive.format', 'KLUv/SR4bQAAMHdvcmRzIAEAL2kpAo1WlQc='],
];

describe('archives of other programs', () => {
  it.each(archives)('%s', async (_name, verdict, reason, base64) => {
    const bytes = Buffer.from(base64, 'base64');

    const found = await inspect({
      filename: 'a.dat',
      contentType: '',
      size: bytes.length,
      head: bytes,
      read: async () => bytes,
    });

    expect([found.verdict, ...found.reasons]).toEqual(reason === '' ? [verdict] : [verdict, reason]);
  });
});
