package org.polarfold.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The folder of a site under way. Tables and arrays that hold many patients are written in parts,
 * by whoever has a range of patients, and joined when all are there.
 */
public record SiteFolder(Path folder) {

  private static final String PARTS = ".parts";

  /** Where a part of a file is to be written. */
  public Path part(String file, int number) {
    Path parts = folder.resolve(PARTS);
    try {
      Files.createDirectories(parts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parts.resolve(String.format(Locale.ROOT, "%s.%09d", file, number));
  }

  /** Where a file of one patient is to be written. */
  Path whole(String file) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.toAbsolutePath().getParent());
    return path;
  }

  /** Makes one file of its head and its parts, which are gone afterwards. */
  public void join(JointFile file, int parts) throws IOException {
    List<Path> all = IntStream.range(0, parts).mapToObj(i -> part(file.name(), i)).toList();
    try (FileChannel to =
        FileChannel.open(
            folder.resolve(file.name()), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      to.write(ByteBuffer.wrap(file.head()));
      for (Path part : all) {
        try (FileChannel from = FileChannel.open(part)) {
          for (long at = 0; at < from.size(); ) {
            at += from.transferTo(at, from.size() - at, to);
          }
        }
        Files.delete(part);
      }
    }
  }

  /** Ends the writing, when every file is joined. */
  public void end() throws IOException {
    Files.deleteIfExists(folder.resolve(PARTS));
  }
}
