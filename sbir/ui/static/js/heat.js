// A map of a few cells laid over a picture.

export const SIDE = 224;
export const WARM = "214 73 42";

// Paints `alpha` (rows of numbers from 0 to 1) over the canvas. Each cell of the network's map looks at what lies around the
// pixel at its row and column times the stride, so that is where its middle is laid: half a cell further up and left than if
// the cells were spread over the picture evenly. What is smooth between the middles is there for the eye only.
export function layHeat(context, alpha) {
  const [height, width] = [alpha.length, alpha[0].length];
  const small = new OffscreenCanvas(width + 1, height + 1);
  const cells = small.getContext("2d");
  for (let y = 0; y <= height; y += 1) {
    for (let x = 0; x <= width; x += 1) {
      cells.fillStyle = `rgb(${WARM} / ${alpha[Math.min(y, height - 1)][Math.min(x, width - 1)]})`;
      cells.fillRect(x, y, 1, 1);
    }
  }
  const [across, down] = [SIDE / width, SIDE / height];
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  context.drawImage(small, -across / 2, -down / 2, SIDE + across, SIDE + down);
}
