// Looks at photos before they are sent: sharp, bright, large enough, not too many? It explains and never blocks.
// Thresholds and words come from the page (rules/photos.py), so the browser and the server say the same.
"use strict";

(() => {
  const grey = async (file, side) => {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const width = Math.max(3, Math.round(bitmap.width * scale));
    const height = Math.max(3, Math.round(bitmap.height * scale));
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(bitmap, 0, 0, width, height);
    const shorter = Math.min(bitmap.width, bitmap.height);
    bitmap.close();
    const { data } = pen.getImageData(0, 0, width, height);
    const levels = new Float32Array(width * height);
    for (let i = 0; i < levels.length; i += 1) {
      levels[i] = 0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2];
    }
    return { levels, width, height, shorter };
  };

  // The mean of all, and the variance of the Laplacian: how steep the edges are.
  const measure = ({ levels, width, height }) => {
    let light = 0;
    for (const level of levels) light += level;
    let sum = 0;
    let squares = 0;
    for (let y = 1; y < height - 1; y += 1) {
      for (let x = 1; x < width - 1; x += 1) {
        const i = y * width + x;
        const edge = levels[i - 1] + levels[i + 1] + levels[i - width] + levels[i + width] - 4 * levels[i];
        sum += edge;
        squares += edge * edge;
      }
    }
    const count = (width - 2) * (height - 2);
    return { brightness: light / levels.length, sharpness: squares / count - (sum / count) ** 2 };
  };

  const pictureFaults = async (file, limits) => {
    const picture = await grey(file, limits.side);
    const { brightness, sharpness } = measure(picture);
    const found = [];
    if (brightness < limits.bright) found.push("dark");
    else if (sharpness < limits.sharp) found.push("blur");
    if (picture.shorter < limits.small) found.push("small");
    return found;
  };

  // Counted in the plain text of the PDF; where pages are packed away nothing is claimed.
  const pdfFaults = async (file, limits) => {
    const text = new TextDecoder("latin1").decode(await file.arrayBuffer());
    return (text.match(/\/Type\s*\/Page(?![a-zA-Z])/g) || []).length > limits.pdfPages ? ["pages"] : [];
  };

  const faultsOf = async (file, limits) => {
    const found = file.size > limits.megabytes * 2 ** 20 ? ["size"] : [];
    try {
      if (file.type === "application/pdf") return [...found, ...(await pdfFaults(file, limits))];
      if (file.type.startsWith("image/")) return [...found, ...(await pictureFaults(file, limits))];
    } catch {
      // A picture that this browser can't open is the server's to judge.
    }
    return found;
  };

  // Pairs of a file's name and a key of what to say about it.
  window.checkPhotos = async (files, limits, room) => {
    const found = [];
    for (const file of files) {
      for (const fault of await faultsOf(file, limits)) found.push([file.name, fault]);
    }
    if (files.length > room) found.push(["", "count"]);
    return found;
  };
})();
