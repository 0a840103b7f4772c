package org.polarfold.store;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.Progressable;

/**
 * A file system that goes wrong at its n-th change; where that takes several steps, between them.
 */
final class LakeCrashes extends FilterFileSystem {

  /** How it goes wrong. */
  enum Kind {
    /** That change and all after it fail, as where the process is killed. */
    DIES,
    /** That change alone fails, and the process may tidy up: a full disk. */
    REFUSES_ONCE,
    /** That change is made, and the process is told that it was not. */
    DENIES
  }

  private final Optional<Kind> kind;
  private final Runnable meanwhile;
  private final Random part;
  private int left;

  private LakeCrashes(FileSystem files, Optional<Kind> kind, Runnable meanwhile, int change) {
    super(files);
    this.kind = kind;
    this.meanwhile = meanwhile;
    this.part = new Random(change);
    this.left = change;
  }

  LakeCrashes(FileSystem files, Kind kind, int change) {
    this(files, Optional.of(kind), () -> {}, change);
  }

  /** Nothing goes wrong, but before its n-th call, reading or changing, something else happens. */
  LakeCrashes(FileSystem files, Runnable meanwhile, int change) {
    this(files, Optional.empty(), meanwhile, change);
  }

  /** Whether its n-th was never reached. */
  boolean isWhole() {
    return left > 0;
  }

  /** One change of the file system's. */
  private interface Change<T> {
    T make() throws IOException;
  }

  /** One that can be made in part. */
  private interface Part {
    void make() throws IOException;
  }

  private <T> T change(Change<T> change, Part part) throws IOException {
    left--;
    if (left == 0) {
      meanwhile.run();
    }
    if (left > 0 || kind.isEmpty() || (left < 0 && kind.get() != Kind.DIES)) {
      return change.make();
    }
    if (left == 0 && kind.get() == Kind.DENIES) {
      change.make();
    } else if (left == 0) {
      part.make();
    }
    throw new IOException("No space left on device");
  }

  private <T> T look(Change<T> look) throws IOException {
    return kind.isEmpty() ? change(look, () -> {}) : look.make();
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return look(() -> super.getFileStatus(path));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return look(() -> super.listStatus(path));
  }

  @Override
  public FSDataInputStream open(Path path, int buffer) throws IOException {
    return look(() -> super.open(path, buffer));
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return change(() -> super.rename(from, to), () -> {});
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    return change(() -> super.mkdirs(path), () -> {});
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return change(() -> super.delete(path, recursive), () -> deletePart(path));
  }

  /** Any half of the files and folders, all the way down. */
  private void deletePart(Path path) throws IOException {
    if (!fs.exists(path) || fs.getFileStatus(path).isFile()) {
      return;
    }
    for (FileStatus inside : fs.listStatus(path)) {
      if (part.nextBoolean()) {
        fs.delete(inside.getPath(), true);
      } else {
        deletePart(inside.getPath());
      }
    }
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    FSDataOutputStream stream =
        change(() -> fs.create(path, overwrite, buffer, replication, block, progress), () -> {});
    return new FSDataOutputStream(new Writing(stream), null);
  }

  /** A write that goes wrong leaves half of its bytes. */
  private final class Writing extends FilterOutputStream {

    Writing(OutputStream stream) {
      super(stream);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      change(() -> whole(bytes, from, length), () -> out.write(bytes, from, length / 2));
    }

    private boolean whole(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      return true;
    }
  }
}
