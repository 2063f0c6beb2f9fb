/** The fields of one line of CSV (RFC 4180); a quoted field may hold commas and doubled quotes, not line ends. */
export function readCsvLine(line: string): string[] {
  const fields: string[] = [];
  for (let rest = line; ; ) {
    const [whole = '', quoted, plain = ''] = /^(?:"((?:[^"]|"")*)"|([^,]*))/.exec(rest) ?? [];
    fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (rest[whole.length] !== ',') return fields;
    rest = rest.slice(whole.length + 1);
  }
}
