import { startDriver } from '../../../tools/clients/driver.ts';

const node = (program: string, patienceMs?: number) =>
  startDriver(process.execPath, ['-e', program], '.', patienceMs === undefined ? {} : { patienceMs });
const echo = `require('node:readline').createInterface({ input: process.stdin })
  .on('line', (line) => console.log(JSON.stringify({ value: JSON.parse(line).op })))`;

describe('startDriver', () => {
  it('hands steps to the program one by one, and returns their results', async () => {
    await using driver = node(echo);

    expect(await driver.run({ op: 'a' })).toEqual({ value: 'a' });
    expect(await driver.run({ op: 'b' })).toEqual({ value: 'b' });
  });

  it('says what the program said when it ends', async () => {
    await using driver = node("console.error('no such module'); process.exit(1)");

    await expect(driver.run({ op: 'a' })).rejects.toThrow('the driver ended: no such module');
  });

  it('ends a program that says nothing', async () => {
    await using driver = node('setInterval(() => {}, 1000)', 300);

    await expect(driver.run({ op: 'a' })).rejects.toThrow('the driver ended: without a word');
  });

  it('says when there is no such program', async () => {
    await using driver = startDriver('/nowhere/program', [], '.');

    await expect(driver.run({ op: 'a' })).rejects.toThrow('ENOENT');
  });
});
