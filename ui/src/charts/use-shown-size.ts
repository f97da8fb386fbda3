import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue';

/** As large as a drawing is shown, px, so that its texts are as large as elsewhere; what is given until that is known. */
export function useShownSize(box: Readonly<Ref<Element | null>>, known: readonly [width: number, height: number]) {
  const [width, height] = [ref(known[0]), ref(known[1])];
  const observer = new ResizeObserver(([entry]) => {
    if (entry === undefined || entry.contentRect.width === 0) return;
    width.value = Math.round(entry.contentRect.width);
    height.value = Math.round(entry.contentRect.height);
  });
  onMounted(() => box.value && observer.observe(box.value));
  onBeforeUnmount(() => observer.disconnect());
  return { width, height };
}
