package org.polarfold.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.polarfold.UserException;

/** A text file that is there completely or not at all. */
final class AtomicText {

  private AtomicText() {}

  /** Writes UTF-8 beside the place and moves it there, so that no reader meets half a file. */
  static void write(Path file, String text) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      if (folder == null) {
        throw new IOException("a root is no file");
      }
      Files.createDirectories(folder);
      // Not a createTempFile: that one only its owner can read, and it would stay so once moved.
      Path part = folder.resolve("." + file.getFileName() + ".part");
      try {
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UserException(
          "Cannot write file: %s (expected a writable folder)".formatted(file), e);
    }
  }
}
