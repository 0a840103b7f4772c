package org.polarfold.job;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A local disk that has no room for more than a file's first bytes while a file of the name {@value
 * #SETTING} names is there.
 */
public final class FullDisk extends RawLocalFileSystem {

  static final String SETTING = "polarfold.test.full";
  private static final int ROOM = 100;

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return bounded(
        super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return bounded(super.create(file, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  public FSDataOutputStream createNonRecursive(
      Path file,
      FsPermission permission,
      EnumSet<CreateFlag> flags,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return bounded(
        super.createNonRecursive(
            file, permission, flags, bufferSize, replication, blockSize, progress));
  }

  private FSDataOutputStream bounded(OutputStream out) throws IOException {
    java.nio.file.Path full = java.nio.file.Path.of(conf().get(SETTING));
    return new FSDataOutputStream(
        new FilterOutputStream(out) {
          private long written;

          @Override
          public void write(int one) throws IOException {
            room(1);
            out.write(one);
          }

          @Override
          public void write(byte[] bytes, int from, int count) throws IOException {
            room(count);
            out.write(bytes, from, count);
          }

          private void room(int count) throws IOException {
            written += count;
            if (written > ROOM && Files.exists(full)) {
              throw new IOException("No space left on device");
            }
          }
        },
        null);
  }

  private Configuration conf() {
    return getConf();
  }
}
