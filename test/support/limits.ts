/** A test that is slow because the machine is busy is no failure; this limit is for one that hangs. */
jest.setTimeout(180_000);
