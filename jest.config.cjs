// A zone that is not UTC: a time that is read or written without its zone must not pass by chance.
process.env.TZ = 'America/New_York';

module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '<rootDir>/tools/strip-types.cjs' },
  testSequencer: '<rootDir>/tools/test-sequencer.cjs',
  testTimeout: 30_000,
  // Journeys start the whole runtime; two cores carry one of them beside the unit tests.
  maxWorkers: 2,
  // Modules of finished suites stay in the memory of a worker, which ends the run after some hundred suites.
  workerIdleMemoryLimit: '1200MB',
};
