import * as v from "valibot";

/**
 * A schema of an object whose members have names and values of these schemas, all of them: the library's `record` leaves out those that
 * are named `__proto__`, `prototype` and `constructor`.
 */
export function ownMembers<T>(
  name: v.GenericSchema<string>,
  value: v.GenericSchema<unknown, T>,
): v.GenericSchema<unknown, Readonly<Record<string, T>>> {
  const isObject = (given: unknown): given is object =>
    typeof given === "object" && given !== null && !Array.isArray(given);
  return v.pipe(
    v.custom<object>(isObject, "An object is expected here"),
    v.rawTransform(({ dataset, addIssue }) => {
      const input = dataset.value as Record<string, unknown>;
      const members: [string, T][] = [];
      for (const [key, own] of Object.entries(input)) {
        const parsed = v.safeParse(value, own);
        const issues = [...(v.safeParse(name, key).issues ?? []), ...(parsed.issues ?? [])];
        for (const { message, path = [] } of issues) {
          addIssue({ message, path: [{ type: "object", origin: "value", input, key, value: own }, ...path] });
        }
        if (parsed.success) members.push([key, parsed.output]);
      }
      return Object.fromEntries(members);
    }),
  );
}
