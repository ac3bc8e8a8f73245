/** One of few, all seen. */
export function Choices<T extends string>({
  label,
  options,
  chosen,
  onChoose,
}: {
  label: string;
  options: readonly { readonly value: T; readonly text: string }[];
  chosen: T;
  onChoose: (value: T) => void;
}) {
  return (
    <div class="choices" role="group" aria-label={label}>
      {options.map((o) => (
        <button key={o.value} type="button" aria-pressed={o.value === chosen} onClick={() => onChoose(o.value)}>
          {o.text}
        </button>
      ))}
    </div>
  );
}
