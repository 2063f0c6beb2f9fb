import { registerDoctor } from '../../cli/doctor.ts';
import { optionsOf } from '../helpers/verbs.ts';

describe('registerDoctor', () => {
  it('adds its verb with its options', () => {
    expect(optionsOf(registerDoctor)).toEqual({ doctor: ['--probe', '--fix', '--aws', '--dns', '--json'] });
  });
});
