import { pricesReadOn, priceTable } from '../../../cli/cost/price-table.ts';

describe('the price table', () => {
  it.each(Object.entries(priceTable))(
    'has a price, a page of AWS and the copy that was read for %s',
    (_name, price) => {
      expect(price.usd).toBeGreaterThan(0);
      expect(price.per).toBeGreaterThanOrEqual(1);
      expect(price.source).toMatch(/^https:\/\/aws\.amazon\.com\/[\w/-]+\/pricing\//);
      expect(price.copy).toMatch(/https:\/\//);
    },
  );

  it('says when it was read', () => {
    expect(pricesReadOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });
});
