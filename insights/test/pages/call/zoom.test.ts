import { expect, test } from 'vitest';
import { panBy, toSeen, wholeAxis, zoomBy, zoomTo } from '../../../pages/call/waterfall/zoom.ts';

test('zooming in and out again shows the whole axis', () => {
  const near = zoomBy(wholeAxis, 1 / 2);
  expect(near).toEqual({ from: 0.25, to: 0.75 });
  expect(zoomBy(near, 2)).toEqual(wholeAxis);
});

test('nothing outside of the axis is ever shown', () => {
  expect(zoomBy({ from: 0.9, to: 1 }, 4)).toEqual({ from: expect.closeTo(0.6), to: 1 });
  expect(panBy({ from: 0, to: 0.5 }, -1)).toEqual({ from: 0, to: 0.5 });
  expect(panBy({ from: 0.4, to: 0.9 }, 1)).toEqual({ from: 0.5, to: 1 });
  expect(zoomTo(-1, 3)).toEqual(wholeAxis);
});

test('a drag shows what it went over, in either direction', () => {
  expect(zoomTo(0.2, 0.6)).toEqual({ from: 0.2, to: 0.6 });
  expect(zoomTo(0.6, 0.2)).toEqual({ from: 0.2, to: 0.6 });
  expect(zoomTo(0.5, 0.5)).toEqual(wholeAxis);
});

test('a point is placed by the part of the axis that is seen', () => {
  expect(toSeen({ from: 0.5, to: 1 }, 0.75)).toBe(0.5);
  expect(toSeen({ from: 0.5, to: 1 }, 0.25)).toBeLessThan(0);
});
