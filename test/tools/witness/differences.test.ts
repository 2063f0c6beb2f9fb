import { differences, propertyDifferences, refusedProperties } from '../../../tools/witness/differences.ts';

describe('the table of differences', () => {
  it.each([...differences, ...propertyDifferences, ...refusedProperties])(
    'judges by a page of AWS: $page',
    ({ differs, page }) => {
      expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+\.html$/);
      expect(differs).toMatch(/\bmoto\b.*\bAWS\b/);
    },
  );
});
