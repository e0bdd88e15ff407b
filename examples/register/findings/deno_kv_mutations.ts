const kv = await Deno.openKv(":memory:");
const outcomes = await Promise.all([1_000, 1_001].map(async (mutations) => {
  const atomic = kv.atomic();
  for (let key = 0; key < mutations; key++) atomic.set([key], key);
  return await atomic.commit().then(() => "committed", String);
}));
console.log(`1000 mutations: ${outcomes[0]}, 1001: ${outcomes[1]}`);
kv.close();
