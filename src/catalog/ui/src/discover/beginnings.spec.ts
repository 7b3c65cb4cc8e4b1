import { describe, expect, it } from '@jest/globals';
import { beginnings } from './beginnings';

describe('what a newcomer may type', () => {
  it('says nothing of an address where the commands find it themselves', () => {
    expect(beginnings('http://localhost:8081')).toEqual({
      demo: 'npx concordat demo',
      publish: 'npx concordat publish examples/orders',
    });
  });

  it('names the registry that shows the page, where it is another', () => {
    expect(beginnings('https://events.example')).toEqual({
      demo: 'npx concordat demo --registry https://events.example --gateway http://<your gateway>',
      publish: 'npx concordat publish examples/orders --registry https://events.example',
    });
  });
});
